import { organisationAt } from "../brand/organisation";
import { logoAddress } from "../brand/organisation-mark";
import type { Me } from "../providers/me";
import type { DoorLook } from "./door";

/** The look of the only organisation a signed-in person is of. */
export function ownDoor(me: Me): DoorLook | null {
  const own = organisationAt(me, "");
  if (!own) return null;
  // Pictures are not given out before the account is set up.
  const shut = me.mustChangePassword || me.mustSetUpFactor;
  return {
    tenantId: own.tenantId,
    name: own.name,
    look: own.look,
    logo: shut ? null : logoAddress(own.logo),
  };
}
