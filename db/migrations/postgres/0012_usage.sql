CREATE TABLE "usage_days" (
	"tenant_id" text NOT NULL,
	"meter" text NOT NULL,
	"slot" integer NOT NULL,
	"count" bigint NOT NULL,
	"sum" text NOT NULL,
	"max" text NOT NULL,
	"first_at" timestamp (3) with time zone NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	"last" text NOT NULL,
	"area" text NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "usage_days_tenant_id_meter_slot_pk" PRIMARY KEY("tenant_id","meter","slot")
);
--> statement-breakpoint
CREATE TABLE "usage_events" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"source" text NOT NULL,
	"event_id" text NOT NULL,
	"meter" text NOT NULL,
	"time" timestamp (3) with time zone NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"quantity" text NOT NULL,
	"key" text,
	"data" jsonb
);
--> statement-breakpoint
CREATE TABLE "usage_hours" (
	"tenant_id" text NOT NULL,
	"meter" text NOT NULL,
	"slot" integer NOT NULL,
	"count" bigint NOT NULL,
	"sum" text NOT NULL,
	"max" text NOT NULL,
	"first_at" timestamp (3) with time zone NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	"last" text NOT NULL,
	"area" text NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "usage_hours_tenant_id_meter_slot_pk" PRIMARY KEY("tenant_id","meter","slot")
);
--> statement-breakpoint
CREATE TABLE "usage_meters" (
	"id" text PRIMARY KEY NOT NULL,
	"aggregation" text NOT NULL,
	"unit" text NOT NULL,
	"title" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "usage_notices" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "usage_rejects" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"tenant_id" text,
	"event" text NOT NULL,
	"reason" text NOT NULL,
	"message" text NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "usage_events_once" ON "usage_events" USING btree ("tenant_id","source","event_id");--> statement-breakpoint
CREATE INDEX "usage_events_meter" ON "usage_events" USING btree ("tenant_id","meter","time");--> statement-breakpoint
CREATE INDEX "usage_hours_updated" ON "usage_hours" USING btree ("tenant_id","updated_at");--> statement-breakpoint
CREATE INDEX "usage_rejects_tenant" ON "usage_rejects" USING btree ("tenant_id","id");--> statement-breakpoint
CREATE INDEX "usage_rejects_received" ON "usage_rejects" USING btree ("received_at");