-- AlterTable
ALTER TABLE "Session" ADD COLUMN "endedWhy" TEXT;

