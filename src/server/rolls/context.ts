/** A household the system already has, to find it again in a roll. */
export interface ExistingHousehold {
  readonly code: string;
  readonly naturalVillage: string;
  /** '' when it has none. */
  readonly doorPlate: string;
  readonly head: string;
}

/** What the reader of a roll knows about the village before opening the file. */
export interface RollContext {
  /** `code` is the letters in front of its household codes (XW), `name` its name (下湾村). */
  readonly village: { readonly code: string; readonly name: string };
  /** All natural villages, each in one grid. Empty when the village has none: then any name is taken as it is. */
  readonly naturalVillages: readonly { readonly name: string; readonly grid: string }[];
  /** `name` is the spoken one (第一网格); its number, the code and the aliases are understood too. */
  readonly grids: readonly { readonly code: string; readonly name: string; readonly aliases?: readonly string[] }[];
  readonly existing?: readonly ExistingHousehold[];
  /** Later birth years are mistakes: the year the roll was made, or this year. */
  readonly birthYearMax: number;
}
