/**
 * True only in a bundle made for tests, which puts the word in (tools/bundle.ts). What is shipped and what runs from source never is: no
 * variable of the environment can make it so.
 */
export const isTestBuild = (): boolean => typeof __JIKIM_TEST_BUILD__ !== 'undefined' && __JIKIM_TEST_BUILD__;

declare const __JIKIM_TEST_BUILD__: boolean | undefined;
