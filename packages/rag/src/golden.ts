/** The golden declarations and how the rules fare over them. Pure but for reading the files: needs no service. */
export { evaluateGoldenCases } from './golden/evaluate.ts';
export type { GoldenResult, GoldenScore } from './golden/evaluate.ts';
export { readGoldenCases } from './golden/golden-case.ts';
export type { GoldenCase } from './golden/golden-case.ts';
