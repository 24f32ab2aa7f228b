/** Fields of a household’s file as people call them. */
import type { Said, TextLanguage } from './said.ts';

const FIELDS: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  head: { zh: '户主姓名', en: 'name of the head' },
  phone: { zh: '电话', en: 'phone' },
  doorPlate: { zh: '门牌', en: 'door plate' },
  status: { zh: '在家情况', en: 'at home or away' },
  tags: { zh: '标签', en: 'tags' },
  pin: { zh: '家庭密码', en: 'family PIN' },
};

/** The name of a profile field; a member's fields are one. */
export function fieldName(field: string, language: TextLanguage): string {
  const known = FIELDS[field] ?? { zh: '家庭成员', en: 'family member' };
  return language === 'en' ? known.en : known.zh;
}

/** Names of the fields that it is about, each once. */
export const zhFields = (said: Said) => [...new Set(said.list('fields').map((f) => fieldName(f, 'zh-CN')))].join('、');
export const enFields = (said: Said) => [...new Set(said.list('fields').map((f) => fieldName(f, 'en')))].join(', ');
/** Of a family PIN no earlier value can be restored. */
export const onlyPin = (said: Said) => said.list('fields').join() === 'pin';
