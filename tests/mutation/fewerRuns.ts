import fc from 'fast-check';

/** There are thousands of mutants: properties with a number of runs of their own take PROPERTY_SHARE of it. */
fc.configureGlobal({ numRuns: 25 });
