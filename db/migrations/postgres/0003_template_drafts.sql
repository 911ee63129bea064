CREATE TABLE "template_draft_revisions" (
	"id" text PRIMARY KEY NOT NULL,
	"template_id" text NOT NULL,
	"revision" integer NOT NULL,
	"texts" jsonb NOT NULL,
	"files" jsonb NOT NULL,
	"saved_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "template_drafts" (
	"id" text PRIMARY KEY NOT NULL,
	"template_id" text NOT NULL,
	"base_version" text,
	"revision" integer NOT NULL,
	"texts" jsonb NOT NULL,
	"files" jsonb NOT NULL,
	"touched" jsonb NOT NULL,
	"sample" jsonb NOT NULL,
	"created_by" text NOT NULL,
	"updated_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "template_versions" ADD COLUMN "texts" jsonb;--> statement-breakpoint
ALTER TABLE "template_versions" ADD COLUMN "changelog" text;--> statement-breakpoint
ALTER TABLE "template_versions" ADD COLUMN "released_by" text;--> statement-breakpoint
ALTER TABLE "template_draft_revisions" ADD CONSTRAINT "template_draft_revisions_template_id_templates_id_fk" FOREIGN KEY ("template_id") REFERENCES "public"."templates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "template_drafts" ADD CONSTRAINT "template_drafts_template_id_templates_id_fk" FOREIGN KEY ("template_id") REFERENCES "public"."templates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "template_draft_revisions_revision" ON "template_draft_revisions" USING btree ("template_id","revision");--> statement-breakpoint
CREATE UNIQUE INDEX "template_drafts_template" ON "template_drafts" USING btree ("template_id");