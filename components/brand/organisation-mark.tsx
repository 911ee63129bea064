import { Plot } from "../patterns/plot";

export interface Mark {
  tenantId: string;
  name: string;
  /** Address of its logo. */
  logo: string | null;
}

/** Where the portal serves a tenant's logo to its own people. */
export const logoAddress = (id: string | null): string | null => (id ? `/api/uploads/${id}` : null);

/** A customer's logo and name, as at the head of the menu; its plot of rooms where there is no logo. */
export function OrganisationMark({ tenantId, name, logo }: Mark) {
  return (
    <>
      {logo ? (
        // On white whatever the page is: a logo is drawn for one ground, and most are for this one.
        <span className="rounded-1 p-0.5" style={{ background: "#ffffff" }}>
          {/* biome-ignore lint/performance/noImgElement: a customer's own picture, as it is */}
          <img src={logo} alt="" className="block h-7 max-w-[120px] object-contain" />
        </span>
      ) : (
        <Plot id={tenantId} size={26} />
      )}
      <b className="min-w-0 text-14 font-strong break-words">{name}</b>
    </>
  );
}
