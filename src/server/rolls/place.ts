import type { RollContext } from './context.ts';
import { comparable, spokenNumber } from './text.ts';

/** The grid a cell speaks of: by code, name, alias, or the one number in it (第二网格, 2网格, 网格２, Grid 2, G2). */
export function readGrid(raw: string, grids: RollContext['grids']): string | undefined {
  const text = comparable(raw).toLowerCase();
  const byName = grids.find(({ code, name, aliases }) =>
    [code, name, ...(aliases ?? [])].some((word) => comparable(word).toLowerCase() === text),
  );
  if (byName !== undefined) return byName.code;
  const number = spokenNumber(text);
  if (number === undefined) return undefined;
  const byNumber = grids.filter(({ code, name }) => {
    const own = spokenNumber(name) ?? spokenNumber(/\d+$/.exec(code)?.[0] ?? '');
    return own === number;
  });
  return byNumber.length === 1 ? byNumber[0]?.code : undefined;
}

/** The natural village a cell names: in full, in traditional characters, without its last character, or by its number. */
export function readNaturalVillage(raw: string, villages: RollContext['naturalVillages']): string | undefined {
  const text = comparable(raw);
  if (text === '') return undefined;
  if (villages.length === 0) return text;
  const is = (match: (name: string) => boolean): string | undefined => {
    const found = villages.filter(({ name }) => match(comparable(name)));
    return found.length === 1 ? found[0]?.name : undefined;
  };
  const number = spokenNumber(text);
  return (
    is((name) => name === text) ??
    is((name) => text.length >= 2 && name.slice(0, -1) === text) ??
    is((name) => text.endsWith(name)) ??
    (number === undefined ? undefined : is((name) => spokenNumber(name) === number))
  );
}

/** The known natural village an address mentions, if it is exactly one. */
export function naturalVillageInAddress(raw: string, villages: RollContext['naturalVillages']): string | undefined {
  const text = comparable(raw);
  const found = villages.filter(({ name }) => text.includes(comparable(name)));
  if (found.length === 1) return found[0]?.name;
  const short = villages.filter(({ name }) => name.length > 2 && text.startsWith(comparable(name).slice(0, -1)));
  return found.length === 0 && short.length === 1 ? short[0]?.name : undefined;
}

/**
 * Known villages that differ from an unknown name in one character only (龙堂里 for 龙塘里). Where the grid is known,
 * only those inside it. The answer is a proposal for a person to confirm, given only when there is no choice.
 */
export function proposeNaturalVillage(
  raw: string,
  grid: string,
  villages: RollContext['naturalVillages'],
): string | undefined {
  const text = [...comparable(raw)];
  const near = villages.filter((village) => {
    const name = [...comparable(village.name)];
    const differing = name.filter((character, index) => character !== text[index]).length;
    return name.length === text.length && differing === 1 && (grid === '' || village.grid === grid);
  });
  return near.length === 1 ? near[0]?.name : undefined;
}

/** 7, ７号, 东兴7號 and 下湾村东兴里7号 are all 东兴里7号. '' when the cell has no plate of its own. */
export function readDoorPlate(raw: string, naturalVillage: string, context: RollContext): string {
  let plate = comparable(raw);
  if (/^[/\\\-—无]*$/.test(plate)) return '';
  const full = comparable(naturalVillage);
  const at = full === '' ? -1 : plate.indexOf(full);
  if (at >= 0) plate = plate.slice(at + full.length);
  else {
    const other = naturalVillageInAddress(raw, context.naturalVillages);
    if (other !== undefined && other !== naturalVillage) return plate;
    const village = comparable(context.village.name);
    if (plate.includes(village)) plate = plate.slice(plate.indexOf(village) + village.length);
    const short = full.slice(0, -1);
    if (short.length >= 2 && plate.startsWith(short)) plate = plate.slice(short.length);
  }
  if (plate === '') return '';
  return `${naturalVillage}${/^\d+(-\d+)?$/.test(plate) ? `${plate}号` : plate}`;
}
