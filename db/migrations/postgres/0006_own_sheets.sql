CREATE TABLE "own_sheets" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"app_id" text NOT NULL,
	"owner" text NOT NULL,
	"sheet" jsonb NOT NULL,
	"copied_from" text,
	"shared" boolean DEFAULT false NOT NULL,
	"revision" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"deleted_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "own_sheets" ADD CONSTRAINT "own_sheets_app_id_apps_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."apps"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "own_sheets_app" ON "own_sheets" USING btree ("app_id","owner");--> statement-breakpoint
CREATE INDEX "own_sheets_tenant" ON "own_sheets" USING btree ("tenant_id");