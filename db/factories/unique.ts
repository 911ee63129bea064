let made = 0;

/** A number no other factory call of this process got. */
export function unique(): number {
  made += 1;
  return made;
}
