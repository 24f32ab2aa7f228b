/** 要花一些时间的事：排队、进度、取消、结果。 */
export const jobsZh = {
  title: '{{kind}} · {{place}}',
  kind: {
    register: { export: '导出住户名册' },
    roll: { preview: '核对花名册', import: '导入花名册' },
  },
  state: { queued: '排队中', running: '进行中', done: '已完成', failed: '没有做成', cancelled: '已取消' },
  counts: '{{done}} / {{total}}',
  counting: '正在准备…',
  working: '正在{{kind}}',
  more_other: '后面还有 {{count}} 件',
  cancel: '取消',
  download: '下载',
  kept: '{{name}}（保留 {{days}} 天）',
  cancelledEarly: '还没开始做就取消了，什么都没有改。',
  cancelledAt: '做到 {{done}} / {{total}} 时取消。已经做完的保留，其余没有做。',
  error: {
    cut_off: '做到一半时服务停了。请再做一次，已经做完的不会重复。',
    internal: '服务出错了，没有做完。请再做一次；还不行就找管理员。',
    upload_gone: '上传的文件已经不在了。请再选一次文件。',
    no_village: '镇里没有这个村。请再选一次。',
    roll_empty: '这个文件是空的，或者表格里没有内容。',
    roll_too_large: '这个文件太大，不像一个村的花名册。请检查后再导入。',
    roll_password: '这个文件有密码。请先用 Excel 去掉密码，再导入。',
    roll_not_a_table: '这个文件不是表格。请用 Excel 或 CSV 文件。',
    unknown_kind: '服务换了版本，这件事现在做不了。',
  },
} as const;
