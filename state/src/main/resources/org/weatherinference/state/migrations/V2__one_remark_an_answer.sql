-- Which answer a remark is about, so that nobody counts twice with one.
ALTER TABLE remark ADD COLUMN answer TEXT;
CREATE UNIQUE INDEX remark_answer ON remark (answer) WHERE answer IS NOT NULL;
