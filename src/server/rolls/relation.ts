import { comparable } from './text.ts';

export type Gender = '男' | '女';

const words: readonly (readonly [relation: string, implied: Gender | '', spellings: string])[] = [
  ['户主', '', '户主 本人 户主本人 本户户主'],
  ['配偶', '', '配偶 爱人 夫妻'],
  ['配偶', '女', '妻 妻子 之妻 老婆 户主妻子'],
  ['配偶', '男', '夫 丈夫 之夫 老公'],
  ['子', '男', '子 儿子 儿 长子 大儿子 次子 二子 二儿子 三子 三儿子 四子 五子 独子 独生子 之子 养子 继子 幼子 小儿子'],
  ['女', '女', '女 女儿 长女 大女儿 次女 二女 二女儿 三女 三女儿 四女 五女 独女 独生女 之女 养女 继女 幼女 小女儿'],
  ['儿媳', '女', '儿媳 媳妇 儿媳妇 长媳 次媳 三媳'],
  ['孙子', '男', '孙 孙子 长孙 次孙 孙儿 长孙子'],
  ['孙女', '女', '孙女 长孙女 次孙女 孙女儿'],
  ['父亲', '男', '父 父亲 爸爸 老父'],
  ['母亲', '女', '母 母亲 妈妈 老母'],
];

const known = new Map(
  words.flatMap(([relation, gender, spellings]) => spellings.split(' ').map((word) => [word, { relation, gender }])),
);

/** The household file's word for a relation, and the gender that the word itself says; undefined for other words. */
export function readRelation(raw: string): { readonly relation: string; readonly gender: Gender | '' } | undefined {
  return known.get(comparable(raw));
}

/** 男, 男性, M, male … ; '' when blank; undefined when it is something else. */
export function readGender(raw: string): Gender | '' | undefined {
  const text = comparable(raw).toLowerCase();
  if (/^[/\\\-—]*$/.test(text)) return '';
  if (/^(男|男性|男士|m|male)$/.test(text)) return '男';
  if (/^(女|女性|女士|f|female)$/.test(text)) return '女';
  return undefined;
}
