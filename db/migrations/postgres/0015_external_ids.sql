ALTER TABLE "groups" ADD COLUMN "external_id" text;--> statement-breakpoint
CREATE UNIQUE INDEX "groups_tenant_external" ON "groups" USING btree ("tenant_id","external_id");--> statement-breakpoint
CREATE UNIQUE INDEX "members_tenant_external" ON "members" USING btree ("tenant_id","external_id");