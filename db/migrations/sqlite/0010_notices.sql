CREATE TABLE `deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`app_id` text NOT NULL,
	`member_id` text NOT NULL,
	`user_id` text NOT NULL,
	`sheet` text NOT NULL,
	`sheet_title` text NOT NULL,
	`place` text,
	`every` text NOT NULL,
	`weekday` integer,
	`day` integer,
	`at` text NOT NULL,
	`zone` text NOT NULL,
	`language` text NOT NULL,
	`state` text NOT NULL,
	`paused_by` text,
	`failures` integer DEFAULT 0 NOT NULL,
	`error` text,
	`last_sent_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`app_id`) REFERENCES `apps`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`member_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `deliveries_tenant` ON `deliveries` (`tenant_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `deliveries_user` ON `deliveries` (`user_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `deliveries_member` ON `deliveries` (`member_id`);--> statement-breakpoint
CREATE INDEX `deliveries_app` ON `deliveries` (`app_id`);--> statement-breakpoint
CREATE TABLE `mail_attachments` (
	`id` text PRIMARY KEY NOT NULL,
	`mail_id` text NOT NULL,
	`name` text NOT NULL,
	`media_type` text NOT NULL,
	`bytes` integer NOT NULL,
	`body` text NOT NULL,
	FOREIGN KEY (`mail_id`) REFERENCES `mails`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `mail_attachments_mail` ON `mail_attachments` (`mail_id`);--> statement-breakpoint
CREATE TABLE `notifications` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`tenant_id` text,
	`member_id` text,
	`kind` text NOT NULL,
	`params` text NOT NULL,
	`href` text,
	`key` text NOT NULL,
	`created_at` integer NOT NULL,
	`read_at` integer,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`member_id`) REFERENCES `members`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `notifications_once` ON `notifications` (`user_id`,`key`);--> statement-breakpoint
CREATE INDEX `notifications_user` ON `notifications` (`user_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `notifications_unread` ON `notifications` (`user_id`) WHERE read_at is null;--> statement-breakpoint
CREATE INDEX `notifications_member` ON `notifications` (`member_id`);--> statement-breakpoint
ALTER TABLE `announcements` ADD `notified_at` integer;--> statement-breakpoint
ALTER TABLE `mails` ADD `html` text;