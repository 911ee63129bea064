CREATE TABLE `api_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`hash` text NOT NULL,
	`hint` text NOT NULL,
	`scopes` text NOT NULL,
	`tenant_id` text,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_used_at` integer,
	`expires_at` integer,
	`revoked_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_hash` ON `api_keys` (`hash`);--> statement-breakpoint
CREATE INDEX `api_keys_tenant` ON `api_keys` (`tenant_id`);--> statement-breakpoint
CREATE TABLE `apps` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`template_id` text NOT NULL,
	`title` text NOT NULL,
	`staged_version` text,
	`published_version` text,
	`staged_generation_id` text,
	`published_generation_id` text,
	`published_at` integer,
	`connections` text NOT NULL,
	`parameters` text NOT NULL,
	`tables` text NOT NULL,
	`schedule` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `apps_tenant_template` ON `apps` (`tenant_id`,`template_id`);--> statement-breakpoint
CREATE INDEX `apps_template` ON `apps` (`template_id`);--> statement-breakpoint
CREATE TABLE `audit_entries` (
	`id` text PRIMARY KEY NOT NULL,
	`chain` text NOT NULL,
	`seq` integer NOT NULL,
	`at` integer NOT NULL,
	`actor` text NOT NULL,
	`action` text NOT NULL,
	`target` text NOT NULL,
	`payload_hash` text NOT NULL,
	`previous_hash` text NOT NULL,
	`hash` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `audit_entries_chain` ON `audit_entries` (`chain`,`seq`);--> statement-breakpoint
CREATE INDEX `audit_entries_at` ON `audit_entries` (`at`,`id`);--> statement-breakpoint
CREATE TABLE `audit_payloads` (
	`entry_id` text PRIMARY KEY NOT NULL,
	`salt` text,
	`payload` text,
	`erased_at` integer
);
--> statement-breakpoint
CREATE TABLE `builtin_objects` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`kind` text NOT NULL,
	`natural_key` text NOT NULL,
	`data` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `builtin_objects_key` ON `builtin_objects` (`tenant_id`,`kind`,`natural_key`);--> statement-breakpoint
CREATE TABLE `connections` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`properties` text NOT NULL,
	`secret` text,
	`secret_hmac` text,
	`tested_at` integer,
	`test_result` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `connections_tenant_name` ON `connections` (`tenant_id`,`name`);--> statement-breakpoint
CREATE TABLE `files` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`name` text NOT NULL,
	`media_type` text NOT NULL,
	`bytes` integer NOT NULL,
	`sha256` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `files_tenant` ON `files` (`tenant_id`,`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `generations` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`app_id` text NOT NULL,
	`reload_id` text NOT NULL,
	`template_version` text NOT NULL,
	`fingerprint` text NOT NULL,
	`rows` integer NOT NULL,
	`bytes` integer NOT NULL,
	`sha256` text NOT NULL,
	`key_id` text NOT NULL,
	`engine` text NOT NULL,
	`model` text NOT NULL,
	`created_at` integer NOT NULL,
	`dropped_at` integer
);
--> statement-breakpoint
CREATE INDEX `generations_app` ON `generations` (`app_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `groups` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `groups_tenant_name` ON `groups` (`tenant_id`,`name`);--> statement-breakpoint
CREATE TABLE `idempotency_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`body_hash` text NOT NULL,
	`state` text NOT NULL,
	`owner` text NOT NULL,
	`status` integer,
	`response` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `idempotency_keys_created` ON `idempotency_keys` (`created_at`);--> statement-breakpoint
CREATE TABLE `members` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`user_id` text,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`groups` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `members_tenant_email` ON `members` (`tenant_id`,lower("email"));--> statement-breakpoint
CREATE INDEX `members_user` ON `members` (`user_id`);--> statement-breakpoint
CREATE TABLE `reload_log` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`tenant_id` text NOT NULL,
	`reload_id` text NOT NULL,
	`at` integer NOT NULL,
	`level` text NOT NULL,
	`source` text NOT NULL,
	`message` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `reload_log_reload` ON `reload_log` (`reload_id`,`id`);--> statement-breakpoint
CREATE TABLE `reloads` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`app_id` text NOT NULL,
	`run_id` text,
	`generation_id` text,
	`state` text NOT NULL,
	`trigger` text NOT NULL,
	`attempt` integer DEFAULT 1 NOT NULL,
	`progress` text,
	`error` text,
	`created_at` integer NOT NULL,
	`started_at` integer,
	`ended_at` integer
);
--> statement-breakpoint
CREATE INDEX `reloads_tenant` ON `reloads` (`tenant_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `reloads_app` ON `reloads` (`app_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `reloads_created` ON `reloads` (`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `run_events` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`root_id` text NOT NULL,
	`run_id` text NOT NULL,
	`seq` integer,
	`type` text NOT NULL,
	`data` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `run_events_root` ON `run_events` (`root_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `run_events_emit` ON `run_events` (`run_id`,`seq`);--> statement-breakpoint
CREATE TABLE `runs` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`tenant_id` text,
	`parent_id` text,
	`root_id` text NOT NULL,
	`title` text NOT NULL,
	`state` text NOT NULL,
	`result` text,
	`input` text NOT NULL,
	`started_by` text NOT NULL,
	`error` text,
	`created_at` integer NOT NULL,
	`started_at` integer,
	`ended_at` integer
);
--> statement-breakpoint
CREATE INDEX `runs_tenant` ON `runs` (`tenant_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `runs_created` ON `runs` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `runs_state` ON `runs` (`state`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `runs_parent` ON `runs` (`parent_id`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`revoked_at` integer,
	`ip` text,
	`user_agent` text,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `sessions_user` ON `sessions` (`user_id`);--> statement-breakpoint
CREATE TABLE `settings` (
	`id` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `template_versions` (
	`id` text PRIMARY KEY NOT NULL,
	`template_id` text NOT NULL,
	`version` text NOT NULL,
	`state` text NOT NULL,
	`manifest` text NOT NULL,
	`script` text NOT NULL,
	`sheets` text NOT NULL,
	`files` text NOT NULL,
	`content_hash` text NOT NULL,
	`created_at` integer NOT NULL,
	`released_at` integer,
	FOREIGN KEY (`template_id`) REFERENCES `templates`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `template_versions_version` ON `template_versions` (`template_id`,`version`);--> statement-breakpoint
CREATE TABLE `templates` (
	`id` text PRIMARY KEY NOT NULL,
	`source_tenant_id` text,
	`module` text NOT NULL,
	`title` text NOT NULL,
	`latest_version` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `templates_module` ON `templates` (`module`,`id`);--> statement-breakpoint
CREATE TABLE `tenant_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`wrapped` text,
	`created_at` integer NOT NULL,
	`retired_at` integer,
	`destroyed_at` integer
);
--> statement-breakpoint
CREATE INDEX `tenant_keys_tenant` ON `tenant_keys` (`tenant_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `tenants` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text DEFAULT 'customer' NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`state` text NOT NULL,
	`health` text DEFAULT 'unknown' NOT NULL,
	`platform` text NOT NULL,
	`plan` text NOT NULL,
	`region` text NOT NULL,
	`language` text NOT NULL,
	`branding` text NOT NULL,
	`sample` integer DEFAULT false NOT NULL,
	`desired` text,
	`desired_hash` text,
	`search_text` text NOT NULL,
	`last_run_id` text,
	`last_reload_at` integer,
	`problem` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tenants_slug` ON `tenants` (`slug`) WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX `tenants_name` ON `tenants` (`kind`,`search_text`,`id`);--> statement-breakpoint
CREATE INDEX `tenants_created` ON `tenants` (`kind`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `tenants_updated` ON `tenants` (`kind`,`updated_at`,`id`);--> statement-breakpoint
CREATE INDEX `tenants_state` ON `tenants` (`kind`,`state`,`search_text`,`id`);--> statement-breakpoint
CREATE INDEX `tenants_plan` ON `tenants` (`kind`,`plan`,`search_text`,`id`);--> statement-breakpoint
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`password_hash` text,
	`must_change_password` integer DEFAULT false NOT NULL,
	`operator_role` text,
	`disabled_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_email` ON `users` (lower("email"));--> statement-breakpoint
CREATE TABLE `workflow_attempts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`run_id` text NOT NULL,
	`seq` integer NOT NULL,
	`attempt` integer NOT NULL,
	`phase` text NOT NULL,
	`error` text NOT NULL,
	`started_at` integer NOT NULL,
	`ended_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `workflow_attempts_run` ON `workflow_attempts` (`run_id`,`seq`);--> statement-breakpoint
CREATE TABLE `workflow_runs` (
	`id` text PRIMARY KEY NOT NULL,
	`root_id` text NOT NULL,
	`parent_id` text,
	`name` text NOT NULL,
	`queue` text NOT NULL,
	`tenant` text,
	`priority` integer DEFAULT 0 NOT NULL,
	`state` text NOT NULL,
	`input` text NOT NULL,
	`output` text,
	`error` text,
	`owner` text,
	`beat_at` integer,
	`due_at` integer NOT NULL,
	`cancel_requested` integer DEFAULT false NOT NULL,
	`undo_requested` integer DEFAULT false NOT NULL,
	`recoveries` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`started_at` integer,
	`ended_at` integer
);
--> statement-breakpoint
CREATE INDEX `workflow_runs_ready` ON `workflow_runs` (`queue`,`state`,`priority`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `workflow_runs_tenant` ON `workflow_runs` (`queue`,`tenant`,`state`);--> statement-breakpoint
CREATE INDEX `workflow_runs_parent` ON `workflow_runs` (`parent_id`);--> statement-breakpoint
CREATE INDEX `workflow_runs_ended` ON `workflow_runs` (`ended_at`);--> statement-breakpoint
CREATE TABLE `workflow_schedules` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`cron` text NOT NULL,
	`zone` text NOT NULL,
	`input` text NOT NULL,
	`queue` text NOT NULL,
	`tenant` text,
	`next_at` integer NOT NULL,
	`last_at` integer,
	`paused_at` integer
);
--> statement-breakpoint
CREATE INDEX `workflow_schedules_next` ON `workflow_schedules` (`next_at`);--> statement-breakpoint
CREATE TABLE `workflow_steps` (
	`run_id` text NOT NULL,
	`seq` integer NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`state` text NOT NULL,
	`attempt` integer DEFAULT 1 NOT NULL,
	`output` text,
	`error` text,
	`has_undo` integer DEFAULT false NOT NULL,
	`started_at` integer NOT NULL,
	`ended_at` integer,
	PRIMARY KEY(`run_id`, `seq`)
);
