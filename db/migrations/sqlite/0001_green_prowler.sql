CREATE TABLE `embed_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`name` text NOT NULL,
	`public_jwk` text NOT NULL,
	`from_at` integer NOT NULL,
	`until_at` integer,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`revoked_at` integer
);
--> statement-breakpoint
CREATE INDEX `embed_keys_tenant` ON `embed_keys` (`tenant_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `embed_origins` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`origin` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `embed_origins_origin` ON `embed_origins` (`tenant_id`,`origin`);--> statement-breakpoint
CREATE TABLE `embed_sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`app_id` text NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`groups` text NOT NULL,
	`origin` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`revoked_at` integer
);
--> statement-breakpoint
CREATE INDEX `embed_sessions_tenant` ON `embed_sessions` (`tenant_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `embed_sessions_expires` ON `embed_sessions` (`expires_at`);--> statement-breakpoint
CREATE TABLE `embed_tokens` (
	`id` text PRIMARY KEY NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `embed_tokens_expires` ON `embed_tokens` (`expires_at`);--> statement-breakpoint
CREATE TABLE `preferences` (
	`id` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `tenant_drafts` (
	`id` text PRIMARY KEY NOT NULL,
	`step` text NOT NULL,
	`data` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `tenant_drafts_updated` ON `tenant_drafts` (`updated_at`,`id`);