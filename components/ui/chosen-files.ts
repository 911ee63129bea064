/** The files just chosen; the input is emptied, so that the same file can be chosen once more after it failed. */
export function chosenFiles(input: HTMLInputElement): File[] {
  const files = [...(input.files ?? [])];
  input.value = "";
  return files;
}
