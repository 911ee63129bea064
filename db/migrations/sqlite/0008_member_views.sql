CREATE TABLE `member_views` (
	`id` text PRIMARY KEY NOT NULL,
	`session_id` text NOT NULL,
	`operator_id` text NOT NULL,
	`tenant_id` text NOT NULL,
	`member_id` text NOT NULL,
	`user_id` text NOT NULL,
	`reason` text NOT NULL,
	`started_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`raised_at` integer,
	`ended_at` integer,
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `member_views_session` ON `member_views` (`session_id`);--> statement-breakpoint
CREATE INDEX `member_views_member` ON `member_views` (`member_id`);--> statement-breakpoint
ALTER TABLE `audit_entries` ADD `viewed_as` text;