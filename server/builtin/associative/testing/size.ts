/** How many random models the equivalence test makes; raise it for a longer run. */
export const MODELS = 200;
export const QUESTIONS_PER_MODEL = 4;
/** How many random models are clicked on. */
export const ASKED_MODELS = 205;
