/** Why a sealed file was not accepted; the store turns it into `generations.damaged`. */
export class Damage extends Error {}
