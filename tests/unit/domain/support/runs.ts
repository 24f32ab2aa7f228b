/** How many inputs a property is tried with. `PROPERTY_SHARE` takes a part of them: what holds for thirty kills a mutant as well as for three hundred. */
const SHARE = Number(process.env.PROPERTY_SHARE ?? 1);

/** The number of runs of a property. */
export const runs = (whole: number): number => Math.ceil(whole * SHARE);

/** What a whole property must at least have come across, so that it is about something; of a part of one nothing is asked. */
export const least = (whole: number): number => (SHARE < 1 ? -1 : whole);
