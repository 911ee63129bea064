CREATE TABLE "audit_archives" (
	"id" text PRIMARY KEY NOT NULL,
	"chain" text NOT NULL,
	"first_seq" integer NOT NULL,
	"last_seq" integer NOT NULL,
	"first_at" timestamp (3) with time zone NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	"lines" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "capability_overrides" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"capability" text NOT NULL,
	"on" boolean NOT NULL,
	"reason" text NOT NULL,
	"changed_by" text NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "capability_requests" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"capability" text NOT NULL,
	"note" text,
	"asked_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "tenants" ADD COLUMN "time_zone" text;--> statement-breakpoint
ALTER TABLE "tenants" ADD COLUMN "retention" jsonb;--> statement-breakpoint
CREATE UNIQUE INDEX "audit_archives_chain" ON "audit_archives" USING btree ("chain","first_seq");--> statement-breakpoint
CREATE INDEX "capability_overrides_tenant" ON "capability_overrides" USING btree ("tenant_id");--> statement-breakpoint
CREATE INDEX "capability_requests_tenant" ON "capability_requests" USING btree ("tenant_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "capability_requests_open" ON "capability_requests" USING btree ("tenant_id","capability") WHERE closed_at is null;