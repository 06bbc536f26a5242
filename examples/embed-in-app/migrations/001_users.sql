create table users (
  id text primary key,
  email text not null unique,
  name text not null,
  role text not null,
  token_hash text not null unique
)
