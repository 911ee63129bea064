/** A command as it is typed in the folder of the installation; the program is in no search path. */
export const commandLine = (words: string) => `npm run --silent tenantry -- ${words}`;
