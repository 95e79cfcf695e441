/**
 * How many characters the parts of a question have at the least: the schema holds them, and pages and templates say
 * them first.
 */
export const LEAST_LENGTHS = { point: 2, stem: 4, explanation: 8, law: 2, edition: 4 } as const;
