import type { householdsZh } from './households.zh.ts';
import type { Texts } from './texts.ts';

/** The household register. */
export const householdsEn: Texts<typeof householdsZh> = {
  title: 'Households',
  village: 'Village',
  wholeTown: 'Whole town',
  export: {
    title: 'Export the register',
    help: 'Households, members and points of a village or of the whole town, to print or to change and import again. Importing what was not changed changes nothing.',
    format: 'Format',
    act: 'Start the export',
    goesOn: 'You may leave this page; the file will be here.',
  },
};
