CREATE TABLE "member_views" (
	"id" text PRIMARY KEY NOT NULL,
	"session_id" text NOT NULL,
	"operator_id" text NOT NULL,
	"tenant_id" text NOT NULL,
	"member_id" text NOT NULL,
	"user_id" text NOT NULL,
	"reason" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"raised_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "audit_entries" ADD COLUMN "viewed_as" text;--> statement-breakpoint
ALTER TABLE "member_views" ADD CONSTRAINT "member_views_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "member_views_session" ON "member_views" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "member_views_member" ON "member_views" USING btree ("member_id");