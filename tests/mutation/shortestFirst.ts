import type { TestSpecification } from 'vitest/node';
import { BaseSequencer } from 'vitest/node';

/** A mutant's run ends with the first test that kills it: the tables of single cases, which take no time, come before the laws. */
export class ShortestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLaw = ({ moduleId }: TestSpecification) =>
      Number(/(laws|caps|spending|writeOff)\.test\.ts$/i.test(moduleId));
    return [...files].sort((a, b) => isLaw(a) - isLaw(b));
  }
}
