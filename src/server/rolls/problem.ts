export type Severity = 'error' | 'confirm' | 'warn' | 'info';

/** Every kind of problem with how grave it is and what the office is told. */
const kinds = {
  header_not_found: ['error', '这张表找不到表头，整张没有读。表头里要有户主或姓名，以及编号、门牌、电话等列'],
  code_missing: ['confirm', '户编号为空，需分配新编号'],
  code_invalid: ['confirm', '户编号不像本村的编号，需分配新编号'],
  code_column_missing: ['confirm', '这张表没有户编号列，各户需分配新编号'],
  code_taken: ['confirm', '系统里这个户编号是另一户，需分配新编号'],
  head_missing: ['error', '这一户没有户主姓名，也没有标明户主的成员'],
  head_not_in_members: ['confirm', '户主姓名与成员中的户主不一致'],
  two_heads: ['confirm', '同一户有两个户主'],
  orphan_row: ['error', '这一行有成员，前面却没有户，不知道属于哪一户'],
  member_name_missing: ['error', '成员姓名为空'],
  member_duplicate: ['confirm', '同一户内成员重复出现'],
  member_count_mismatch: ['warn', '户人口与实际行数不符'],
  name_traditional: ['info', '姓名含繁体字，请核对'],
  relation_unknown: ['warn', '关系不在常用名称内'],
  gender_missing: ['warn', '性别为空'],
  gender_invalid: ['warn', '性别看不懂，不导入'],
  gender_relation_conflict: ['warn', '性别与关系不符'],
  birth_year_invalid: ['warn', '出生年份无法识别或不合理'],
  birth_year_ambiguous: ['confirm', '出生年份只有两位，需确认'],
  phone_missing: ['warn', '没有联系电话'],
  phone_invalid: ['warn', '联系电话不是11位手机号，不导入'],
  phone_multiple: ['warn', '一格内有多个电话，先取第一个'],
  phone_shared: ['warn', '两户用同一个电话'],
  door_plate_missing: ['warn', '没有门牌'],
  natural_village_unknown: ['confirm', '自然村不在名单内'],
  natural_village_missing: ['confirm', '没有自然村，从门牌和网格也推不出来'],
  grid_unknown: ['confirm', '网格不在名单内'],
  grid_mismatch: ['confirm', '网格与自然村不符'],
  note_deceased: ['confirm', '备注提示已去世'],
  note_moved_out: ['confirm', '备注提示已迁出'],
  id_number_dropped: ['warn', '这一格像身份证号，已丢弃，没有读入'],
} as const satisfies Record<string, readonly [Severity, string]>;

export type ProblemCode = keyof typeof kinds;

/** One thing a person should know about one row. `raw` never holds a national id number. */
export interface Problem {
  readonly sheet: string;
  /** 1-based row of the sheet. */
  readonly row: number;
  /** The header of the column as it stands in the sheet. */
  readonly field: string;
  readonly code: ProblemCode;
  readonly severity: Severity;
  readonly raw: string;
  readonly message: string;
}

/** `detail` is added to the standing message, for what only this row knows. */
export function problem(
  at: { readonly sheet: string; readonly row: number; readonly field: string },
  code: ProblemCode,
  raw: string,
  detail?: string,
): Problem {
  const [severity, message] = kinds[code];
  const { sheet, row, field } = at;
  return { sheet, row, field, code, severity, raw, message: detail === undefined ? message : `${message}，${detail}` };
}
