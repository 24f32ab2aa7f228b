import type { Member } from '../../../../domain/household.ts';

interface Words {
  readonly nothing: string;
  readonly active: string;
  readonly away: string;
}

/** A value of a profile as people read it: a text, tags, a member. */
export function valueWords(value: unknown, words: Words): string {
  if (value === null || value === undefined || value === '') return words.nothing;
  if (value === 'active' || value === 'away') return words[value];
  if (Array.isArray(value)) return value.length === 0 ? words.nothing : value.join('、');
  if (typeof value !== 'object') return String(value);
  const { name, relation, gender, birthYear, tags } = value as Member;
  return [name, relation, gender, birthYear, tags.join('、')].filter(Boolean).join(' ');
}
