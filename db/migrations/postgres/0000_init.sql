CREATE TABLE "api_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"hash" text NOT NULL,
	"hint" text NOT NULL,
	"scopes" jsonb NOT NULL,
	"tenant_id" text,
	"created_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "apps" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"template_id" text NOT NULL,
	"title" text NOT NULL,
	"staged_version" text,
	"published_version" text,
	"staged_generation_id" text,
	"published_generation_id" text,
	"published_at" timestamp (3) with time zone,
	"connections" jsonb NOT NULL,
	"parameters" jsonb NOT NULL,
	"tables" jsonb NOT NULL,
	"schedule" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_entries" (
	"id" text PRIMARY KEY NOT NULL,
	"chain" text NOT NULL,
	"seq" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"target" text NOT NULL,
	"payload_hash" text NOT NULL,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_payloads" (
	"entry_id" text PRIMARY KEY NOT NULL,
	"salt" text,
	"payload" jsonb,
	"erased_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "builtin_objects" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"kind" text NOT NULL,
	"natural_key" text NOT NULL,
	"data" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "connections" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"properties" jsonb NOT NULL,
	"secret" text,
	"secret_hmac" text,
	"tested_at" timestamp (3) with time zone,
	"test_result" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "files" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"name" text NOT NULL,
	"media_type" text NOT NULL,
	"bytes" bigint NOT NULL,
	"sha256" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "generations" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"app_id" text NOT NULL,
	"reload_id" text NOT NULL,
	"template_version" text NOT NULL,
	"fingerprint" text NOT NULL,
	"rows" bigint NOT NULL,
	"bytes" bigint NOT NULL,
	"sha256" text NOT NULL,
	"key_id" text NOT NULL,
	"engine" text NOT NULL,
	"model" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"dropped_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "groups" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"body_hash" text NOT NULL,
	"state" text NOT NULL,
	"owner" text NOT NULL,
	"status" integer,
	"response" text,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "members" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"user_id" text,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"groups" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reload_log" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"reload_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"level" text NOT NULL,
	"source" text NOT NULL,
	"message" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reloads" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"app_id" text NOT NULL,
	"run_id" text,
	"generation_id" text,
	"state" text NOT NULL,
	"trigger" text NOT NULL,
	"attempt" integer DEFAULT 1 NOT NULL,
	"progress" jsonb,
	"error" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "run_events" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"root_id" text NOT NULL,
	"run_id" text NOT NULL,
	"seq" integer,
	"type" text NOT NULL,
	"data" jsonb NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"tenant_id" text,
	"parent_id" text,
	"root_id" text NOT NULL,
	"title" text NOT NULL,
	"state" text NOT NULL,
	"result" text,
	"input" jsonb NOT NULL,
	"started_by" text NOT NULL,
	"error" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"ip" text,
	"user_agent" text
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"id" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "template_versions" (
	"id" text PRIMARY KEY NOT NULL,
	"template_id" text NOT NULL,
	"version" text NOT NULL,
	"state" text NOT NULL,
	"manifest" jsonb NOT NULL,
	"script" text NOT NULL,
	"sheets" jsonb NOT NULL,
	"files" jsonb NOT NULL,
	"content_hash" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"released_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "templates" (
	"id" text PRIMARY KEY NOT NULL,
	"source_tenant_id" text,
	"module" text NOT NULL,
	"title" jsonb NOT NULL,
	"latest_version" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tenant_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"wrapped" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"retired_at" timestamp (3) with time zone,
	"destroyed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "tenants" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text DEFAULT 'customer' NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"state" text NOT NULL,
	"health" text DEFAULT 'unknown' NOT NULL,
	"platform" text NOT NULL,
	"plan" text NOT NULL,
	"region" text NOT NULL,
	"language" text NOT NULL,
	"branding" jsonb NOT NULL,
	"sample" boolean DEFAULT false NOT NULL,
	"desired" jsonb,
	"desired_hash" text,
	"search_text" text NOT NULL,
	"last_run_id" text,
	"last_reload_at" timestamp (3) with time zone,
	"problem" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"deleted_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" text PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text,
	"must_change_password" boolean DEFAULT false NOT NULL,
	"operator_role" text,
	"disabled_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "workflow_attempts" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"run_id" text NOT NULL,
	"seq" integer NOT NULL,
	"attempt" integer NOT NULL,
	"phase" text NOT NULL,
	"error" jsonb NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "workflow_runs" (
	"id" text PRIMARY KEY NOT NULL,
	"root_id" text NOT NULL,
	"parent_id" text,
	"name" text NOT NULL,
	"queue" text NOT NULL,
	"tenant" text,
	"priority" integer DEFAULT 0 NOT NULL,
	"state" text NOT NULL,
	"input" jsonb NOT NULL,
	"output" jsonb,
	"error" jsonb,
	"owner" text,
	"beat_at" timestamp (3) with time zone,
	"due_at" timestamp (3) with time zone NOT NULL,
	"cancel_requested" boolean DEFAULT false NOT NULL,
	"undo_requested" boolean DEFAULT false NOT NULL,
	"recoveries" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "workflow_schedules" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"cron" text NOT NULL,
	"zone" text NOT NULL,
	"input" jsonb NOT NULL,
	"queue" text NOT NULL,
	"tenant" text,
	"next_at" timestamp (3) with time zone NOT NULL,
	"last_at" timestamp (3) with time zone,
	"paused_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "workflow_steps" (
	"run_id" text NOT NULL,
	"seq" integer NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"attempt" integer DEFAULT 1 NOT NULL,
	"output" jsonb,
	"error" jsonb,
	"has_undo" boolean DEFAULT false NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "workflow_steps_run_id_seq_pk" PRIMARY KEY("run_id","seq")
);
--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "template_versions" ADD CONSTRAINT "template_versions_template_id_templates_id_fk" FOREIGN KEY ("template_id") REFERENCES "public"."templates"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "api_keys_hash" ON "api_keys" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "api_keys_tenant" ON "api_keys" USING btree ("tenant_id");--> statement-breakpoint
CREATE UNIQUE INDEX "apps_tenant_template" ON "apps" USING btree ("tenant_id","template_id");--> statement-breakpoint
CREATE INDEX "apps_template" ON "apps" USING btree ("template_id");--> statement-breakpoint
CREATE UNIQUE INDEX "audit_entries_chain" ON "audit_entries" USING btree ("chain","seq");--> statement-breakpoint
CREATE INDEX "audit_entries_at" ON "audit_entries" USING btree ("at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "builtin_objects_key" ON "builtin_objects" USING btree ("tenant_id","kind","natural_key");--> statement-breakpoint
CREATE UNIQUE INDEX "connections_tenant_name" ON "connections" USING btree ("tenant_id","name");--> statement-breakpoint
CREATE INDEX "files_tenant" ON "files" USING btree ("tenant_id","created_at","id");--> statement-breakpoint
CREATE INDEX "generations_app" ON "generations" USING btree ("app_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "groups_tenant_name" ON "groups" USING btree ("tenant_id","name");--> statement-breakpoint
CREATE INDEX "idempotency_keys_created" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "members_tenant_email" ON "members" USING btree ("tenant_id",lower("email"));--> statement-breakpoint
CREATE INDEX "members_user" ON "members" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "reload_log_reload" ON "reload_log" USING btree ("reload_id","id");--> statement-breakpoint
CREATE INDEX "reloads_tenant" ON "reloads" USING btree ("tenant_id","created_at","id");--> statement-breakpoint
CREATE INDEX "reloads_app" ON "reloads" USING btree ("app_id","created_at","id");--> statement-breakpoint
CREATE INDEX "reloads_created" ON "reloads" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "run_events_root" ON "run_events" USING btree ("root_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "run_events_emit" ON "run_events" USING btree ("run_id","seq");--> statement-breakpoint
CREATE INDEX "runs_tenant" ON "runs" USING btree ("tenant_id","created_at","id");--> statement-breakpoint
CREATE INDEX "runs_created" ON "runs" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "runs_state" ON "runs" USING btree ("state","created_at","id");--> statement-breakpoint
CREATE INDEX "runs_parent" ON "runs" USING btree ("parent_id");--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "template_versions_version" ON "template_versions" USING btree ("template_id","version");--> statement-breakpoint
CREATE INDEX "templates_module" ON "templates" USING btree ("module","id");--> statement-breakpoint
CREATE INDEX "tenant_keys_tenant" ON "tenant_keys" USING btree ("tenant_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "tenants_slug" ON "tenants" USING btree ("slug") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "tenants_name" ON "tenants" USING btree ("kind","search_text","id");--> statement-breakpoint
CREATE INDEX "tenants_created" ON "tenants" USING btree ("kind","created_at","id");--> statement-breakpoint
CREATE INDEX "tenants_updated" ON "tenants" USING btree ("kind","updated_at","id");--> statement-breakpoint
CREATE INDEX "tenants_state" ON "tenants" USING btree ("kind","state","search_text","id");--> statement-breakpoint
CREATE INDEX "tenants_plan" ON "tenants" USING btree ("kind","plan","search_text","id");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email" ON "users" USING btree (lower("email"));--> statement-breakpoint
CREATE INDEX "workflow_attempts_run" ON "workflow_attempts" USING btree ("run_id","seq");--> statement-breakpoint
CREATE INDEX "workflow_runs_ready" ON "workflow_runs" USING btree ("queue","state","priority","created_at","id");--> statement-breakpoint
CREATE INDEX "workflow_runs_tenant" ON "workflow_runs" USING btree ("queue","tenant","state");--> statement-breakpoint
CREATE INDEX "workflow_runs_parent" ON "workflow_runs" USING btree ("parent_id");--> statement-breakpoint
CREATE INDEX "workflow_runs_ended" ON "workflow_runs" USING btree ("ended_at");--> statement-breakpoint
CREATE INDEX "workflow_schedules_next" ON "workflow_schedules" USING btree ("next_at");