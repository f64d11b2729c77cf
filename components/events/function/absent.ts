/*
 * In the place of packages that a function's bundle does without: each is asked for only by those who ask for what no
 * function uses, and would take a tenth of the bundle.
 */
export {};
