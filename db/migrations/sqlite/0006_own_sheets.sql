CREATE TABLE `own_sheets` (
	`id` text PRIMARY KEY NOT NULL,
	`tenant_id` text NOT NULL,
	`app_id` text NOT NULL,
	`owner` text NOT NULL,
	`sheet` text NOT NULL,
	`copied_from` text,
	`shared` integer DEFAULT false NOT NULL,
	`revision` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer,
	FOREIGN KEY (`app_id`) REFERENCES `apps`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `own_sheets_app` ON `own_sheets` (`app_id`,`owner`);--> statement-breakpoint
CREATE INDEX `own_sheets_tenant` ON `own_sheets` (`tenant_id`);