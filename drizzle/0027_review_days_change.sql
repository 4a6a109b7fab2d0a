-- As every other setting, asked for or applied by the application.
GRANT UPDATE (review_days) ON program_settings TO countersign_app;
