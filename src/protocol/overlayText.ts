/** What is wrong with an item of a village's rules, in both languages: behind the item's name, so a sentence without its subject. */
import type { OverlayProblemCode } from '../domain/overlay.ts';

type Words = (limit: number) => string;

const WORDS: Readonly<Record<OverlayProblemCode, { readonly zh: Words; readonly en: Words }>> = {
  outside_range: {
    zh: () => '的分值超出了镇里定的范围',
    en: () => 'gives points outside of the town’s range',
  },
  looser_cap: {
    zh: () => '的上限比镇里定的宽',
    en: () => 'has a wider cap than the town’s',
  },
  renamed: { zh: () => '的名称和镇里的不一样', en: () => 'has another name than the town’s' },
  other_kind: { zh: () => '的加减分和镇里的不一样', en: () => 'is a plus where the town’s is a minus, or the reverse' },
  other_category: { zh: () => '的类别和镇里的不一样', en: () => 'is in another category than the town’s' },
  town_switched_off: {
    zh: () => '是镇里停用的减分项，村里不能启用',
    en: () => 'is a minus item that the town has switched off; a village cannot switch it on',
  },
  unknown_item: {
    zh: () => '镇里没有这一项；村里自己的项目，编号要用 TS- 开头',
    en: () => 'is not one of the town’s items; codes of a village’s own items begin with TS-',
  },
  own_too_high: {
    zh: (limit) => `是村里自己的项目，一次最多 ${limit} 分`,
    en: (limit) => `is the village’s own, and those give at most ${limit} points`,
  },
  too_many_plus: {
    zh: (limit) => `多出来了：村里自己的加分项最多启用 ${limit} 项`,
    en: (limit) => `is one too many: a village may use at most ${limit} plus items of its own`,
  },
  too_many_minus: {
    zh: (limit) => `多出来了：村里自己的减分项最多启用 ${limit} 项`,
    en: (limit) => `is one too many: a village may use at most ${limit} minus items of its own`,
  },
  twice: { zh: () => '写了两次', en: () => 'is there twice' },
};

/** The problem in words, without its subject; a code of a newer server is said in general. */
export function overlayText(code: string, limit: number, language: 'zh-CN' | 'en'): string {
  const words = WORDS[code as OverlayProblemCode] ?? {
    zh: () => '不在镇里定的范围内',
    en: () => 'is outside of what the town allows',
  };
  return language === 'en' ? words.en(limit) : words.zh(limit);
}
