CREATE TABLE `template_draft_revisions` (
	`id` text PRIMARY KEY NOT NULL,
	`template_id` text NOT NULL,
	`revision` integer NOT NULL,
	`texts` text NOT NULL,
	`files` text NOT NULL,
	`saved_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`template_id`) REFERENCES `templates`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `template_draft_revisions_revision` ON `template_draft_revisions` (`template_id`,`revision`);--> statement-breakpoint
CREATE TABLE `template_drafts` (
	`id` text PRIMARY KEY NOT NULL,
	`template_id` text NOT NULL,
	`base_version` text,
	`revision` integer NOT NULL,
	`texts` text NOT NULL,
	`files` text NOT NULL,
	`touched` text NOT NULL,
	`sample` text NOT NULL,
	`created_by` text NOT NULL,
	`updated_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`template_id`) REFERENCES `templates`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `template_drafts_template` ON `template_drafts` (`template_id`);--> statement-breakpoint
ALTER TABLE `template_versions` ADD `texts` text;--> statement-breakpoint
ALTER TABLE `template_versions` ADD `changelog` text;--> statement-breakpoint
ALTER TABLE `template_versions` ADD `released_by` text;