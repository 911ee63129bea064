/** The code of a change that is refused because somebody else changed the connection since it was opened. */
export const CHANGED_ELSEWHERE = "connections.changed_elsewhere";
