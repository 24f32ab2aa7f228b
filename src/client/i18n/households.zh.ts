/** 住户名册：查找、修改、合并、分户、迁移、注销、导入、导出。 */
export const householdsZh = {
  title: '住户',
  village: '村',
  wholeTown: '全镇',
  export: {
    title: '导出名册',
    help: '导出一个村或全镇的住户、成员和积分，可以打印，也可以改好再导入；没有改动的导入不会改变什么。',
    format: '格式',
    act: '开始导出',
    goesOn: '可以离开这个页面，做完了在这里下载。',
  },
} as const;
