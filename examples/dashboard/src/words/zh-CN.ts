import type { Words } from './words.ts'

export const zhCN: Words = {
  locale: 'zh-CN',
  title: '经营报告',
  subtitle: '每个数字都说明：它的含义、从多少条记录算出、有多大把握，以及截至何时。',
  sources: {
    northwind: {
      title: '罗斯文商贸（Northwind）',
      about: '著名示例公司的 830 张订单。原始数据没有商机：旁边按固定种子生成了一年的商机。',
    },
    cdnow: {
      title: 'CDNOW',
      about: '一家真实网店的 2,357 位顾客在 1997 年 1 月至 1998 年 6 月的购买记录：当季新客的十分之一。',
    },
  },
  tiles: {
    revenue: { title: '销售额', about: '最近十二个月' },
    retention: { title: '客户留存率', about: '1997 年上半年买过、下半年又买的客户' },
    repurchase: { title: '复购率', about: '在两天或更多天买过的客户' },
    oldCustomers: { title: '老客户贡献', about: '最近十二个月的销售额中老客户所占的份额' },
    winRate: { title: '赢单率', about: '最近一年关闭的商机' },
    pipeline: { title: '本季度商机', about: '已经赢下的，加上未结商机到季末预计带来的' },
    lifetime: { title: '客户终身价值', about: '平均每位顾客未来 52 周的购买额，折算成今天的钱' },
  },
  figures: {
    forecast: { title: '销售预测', about: '未来几个月的销售额，以及该方法过去错了多少' },
    funnel: { title: '销售漏斗', about: '最近一年的商机走到了哪一步' },
    cohorts: { title: '同期群', about: '某季度首次购买的客户，此后每季度有多少人又买了（%）' },
    top: { title: '头部客户', about: '最近十二个月的销售额来自谁' },
    regions: { title: '区域对比', about: '各销售区域 1997 年上半年买过、下半年又买的客户' },
    reps: { title: '销售团队', about: '每位成员最近一年的业绩' },
    churn: { title: '即将流失', about: '先联系谁，为什么' },
    cdnowCohorts: { title: '同期群', about: '某月首次购买的顾客，此后每月有多少人又买了（%）' },
    worth: { title: '最有价值的顾客', about: '预计一年内的购买额，折算成今天的钱' },
  },
  units: { customers: '位客户', orders: '张订单', deals: '个商机', months: '个月', members: '位成员' },
  told: {
    asOf: '截至',
    interval: (level, low, high) => `${level} 区间 ${low} 至 ${high}`,
    excluded: (n, reason) => `未计入 ${n} 条：${reason}`,
  },
  forecast: {
    actual: '实际',
    expected: '预测',
    interval: (level) => `${level} 区间`,
    next: (month, value) => `${month}：${value}。`,
    method: (name) => `方法：${name}。`,
    backtest: ({ origins, mase, smape, coverage }) =>
      `用过去检验（此前 ${origins} 个月）：平均偏差 ${smape}（sMAPE），为朴素预测的 ${mase} 倍（MASE，小于 1 更好）；实际值有 ${coverage} 落在区间内。`,
    untested: '历史太短，无法检验该方法。',
  },
  cohorts: {
    cohort: '首次购买',
    quarter: (year, quarter) => `${year} 年 ${quarter} 季度`,
    since: { month: '此后第几个月', quarter: '此后第几个季度' },
    partial: '该期尚未结束',
  },
  churn: {
    backtest: ({ n, stayedAway, auc }) =>
      `用过去检验：三个月前的 ${n} 位客户中，${stayedAway} 此后没有再买；在 ${auc} 的成对比较中，没买者得分更高（50% 等于抛硬币）。`,
  },
  funnel: { conversion: (share) => `上一阶段的 ${share}`, overall: (share) => `至今共赢下 ${share}。` },
  top: { other: (n) => `其他 ${n} 位客户`, most: (n) => `${n} 位客户带来了其中的 80%。` },
  comparison: {
    difference: (p) => `各区域有差异（χ²，p = ${p}）。`,
    'no evidence': (p) => `没有证据表明各区域有差异（χ²，p = ${p}）。`,
    insufficient: () => '客户太少，无法判断各区域是否有差异。',
  },
  columns: {
    member: '成员',
    revenue: '销售额',
    orders: '订单',
    won: '赢单金额',
    deals: '赢单数',
    winRate: '赢单率',
    customer: '客户',
    score: '风险',
    last: '最近订单',
    why: '原因',
    expected: '预计订单',
    worth: '价值',
  },
  none: '暂无数据',
  glossary: { title: '口径', about: '比较两个数字之前，先比较它们的口径：公式一变，版本号就变。' },
  footer: '由 Guanxi 的 examples/dashboard 生成。打开本页不会向任何地方请求数据。',
  names: {
    qualified: '已确认',
    proposal: '已报价',
    negotiation: '谈判中',
    won: '赢单',
    'Western Europe': '西欧',
    'Northern Europe': '北欧',
    'Southern Europe': '南欧',
    'North America': '北美',
    'South America': '南美',
  },
  methods: { 'seasonal naive': '季节性朴素预测' },
  reasons: {
    gap: (n) => `已沉默 ${n('gapDays')} 天，是平时的 ${n('ratio')} 倍`,
    lost_deal: (n) => `今年丢单 ${n('n')} 个`,
  },
  warnings: {
    age_beyond_history: '部分商机的在途时间超过以往任何一个',
    margin_of_one: '销售额全部算作收益',
    running_period_left_out: '未计入当月',
    series: '模型把握不足',
    period_not_over: '统计期尚未结束',
    spend_depends_on_frequency: '购买频率与金额有关',
    signals_not_in_calibration: '该检验不含丢单信号',
    still_open: '部分尚未结束',
  },
  excluded: { zero_value_days: '零金额购买', one_purchase: '只在一天买过' },
  definitions: {
    'orders.revenue.v1': '期内下单的订单金额之和，退款之前。',
    'retention.v1': '本期有购买、下一期也有购买的客户 / 本期有购买的客户。',
    'repurchase.v1':
      '期内在两个或更多当地日期有购买的客户 / 期内有购买的客户；间隔为相邻购买日之间的天数，分位数按第 7 类。',
    'oldCustomers.v1': '首次购买早于本期的客户的销售额（扣除退款）/ 所有客户的销售额（扣除退款）。',
    'winRate.v1': '期内关闭的商机：赢单 /（赢单 + 丢单）。只计截至时点之前开始的停留。',
    'pipelineForecast.v1':
      '三种方法：阶段法 = 已赢金额 + 到期未结商机的金额 × 其阶段概率；历史法 = 已赢金额 + 金额 × 同阶段、同在途时长、同组的赢单率（向总体收缩）× 该时长下期内关闭的概率（Kaplan-Meier）；序列法 = 对各期赢单金额的预测。误差为同一方法在此前各时点的误差。这里显示的是历史法。',
    'salesForecast.v1':
      '从首张订单起、已结束的各期序列，没有订单的记 0；用标明的方法预测；误差：滚动起点，每次只用之前的数据（MASE 以季节性朴素误差为单位，sMAPE 为百分比）。',
    'funnel.v1':
      '期内进入销售管道的商机：截至时点各阶段到达多少个，每个只计一次，跳过的阶段视为经过，丢单不算一步；转化率 = 到达下一阶段 / 到达本阶段。',
    'cohorts.v1':
      '同期群：按首次购买所在的日历周期划分的客户；单元格 (c, k)：同期群 c 在第 c + k 期有购买的客户；比率：单元格 / 同期群客户数。',
    'concentration.v1':
      '按扣除退款后的销售额排列，相同者按 id；份额：销售额 / 总额；n80：贡献总额 80% 所需的最少客户数；基尼系数：Σ(2i − n − 1)xᵢ /（nΣx），按升序。',
    'compareGroups.v1':
      '按组的 repurchase.v1 或 retention.v1；客户归入其期内首张有组别的订单所在的组；差值区间按 Newcombe，p 值按合并比率的 z 检验，经 Holm 校正；所有组一起按 χ²。',
    'performance.v1':
      '按记录的负责人：赢单与丢单按期内关闭时间；赢单率 = 赢单 /（赢单 + 丢单），没有则为空；赢单金额 = 赢得商机的金额；订单与销售额 = 期内下单，扣除退款。',
    'churnRisk.v1':
      '沉默法：1 − 2^(−距最近购买的天数 / 间隔中位数)；btyd：期限内不购买的概率；logit：由前一期拟合的逻辑回归得出的同一概率；得分 = 1 − (1 − 基础分) × Π(1 − 各信号权重)。这里用的是沉默法。',
    'lifetimeValue.v1':
      '历史：订单销售额，收益 = 销售额 × 毛利率；模型：毛利率 × 预计每次金额 × 期限内各单位时间预计购买次数之和，按 (1 + 折现率)^(−时间 / 年) 折现，一年为 365 天、52 周或 12 个月。',
  },
}
