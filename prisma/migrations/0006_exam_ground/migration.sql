-- AlterTable
ALTER TABLE "Centre" ADD COLUMN "closedAt" DATETIME;

-- AlterTable
ALTER TABLE "CentreRoom" ADD COLUMN "closedAt" DATETIME;

-- AlterTable
ALTER TABLE "CentreSeat" ADD COLUMN "closedAt" DATETIME;
ALTER TABLE "CentreSeat" ADD COLUMN "machine" TEXT NOT NULL DEFAULT '';
