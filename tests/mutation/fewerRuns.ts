import fc from 'fast-check';

/** A property that holds for these many inputs kills a mutant as well as for a hundred more; there are thousands of mutants. */
fc.configureGlobal({ numRuns: 25 });
