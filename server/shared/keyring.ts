/** Keys by purpose. Built in `keyring.store.ts` from the master secret and the tenants' wrapped data keys. */
export interface Keyring {
  /** 32-byte key of the installation for one purpose (`sessions`, `cursor`, …). */
  purpose(name: string): Buffer;
  /** The tenant's newest data key; made on first use. */
  tenantKey(tenantId: string): Promise<DataKey>;
  /** The key an envelope or a file names; throws `secrets.destroyed` once it was destroyed. */
  tenantKeyById(tenantId: string, keyId: string): Promise<DataKey>;
  /** Forgets all of a tenant's keys: everything sealed with them, backups included, is unreadable for ever. */
  destroyTenantKeys(tenantId: string): Promise<void>;
}

export interface DataKey {
  id: string;
  bytes: Buffer;
}
