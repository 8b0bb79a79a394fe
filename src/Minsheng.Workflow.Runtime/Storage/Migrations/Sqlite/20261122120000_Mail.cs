using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Minsheng.Workflow.Runtime.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Mail : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_outbox_sent_created",
                table: "outbox");

            migrationBuilder.AddColumn<string>(
                name: "channel",
                table: "outbox",
                type: "TEXT",
                nullable: false,
                defaultValue: "Mail");

            migrationBuilder.AddColumn<string>(
                name: "claimed_by",
                table: "outbox",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "claimed_until",
                table: "outbox",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "html",
                table: "outbox",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "kind",
                table: "outbox",
                type: "TEXT",
                nullable: false,
                defaultValue: "Task");

            migrationBuilder.AddColumn<string>(
                name: "link",
                table: "outbox",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "period",
                table: "outbox",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "state",
                table: "outbox",
                type: "TEXT",
                nullable: false,
                defaultValue: "Waiting");

            // Written while nothing was sent yet: nobody is to get old news now.
            migrationBuilder.Sql("UPDATE outbox SET state = CASE WHEN sent IS NULL THEN 'Skipped' ELSE 'Sent' END;");

            migrationBuilder.CreateTable(
                name: "deliveries",
                columns: table => new
                {
                    outbox_id = table.Column<string>(type: "TEXT", nullable: false),
                    attempt = table.Column<int>(type: "INTEGER", nullable: false),
                    jurisdiction_id = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    channel = table.Column<string>(type: "TEXT", nullable: false),
                    address = table.Column<string>(type: "TEXT", nullable: false),
                    result = table.Column<string>(type: "TEXT", nullable: false),
                    detail = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deliveries", x => new { x.outbox_id, x.attempt });
                });

            migrationBuilder.CreateIndex(
                name: "ix_outbox_jurisdiction_id_created",
                table: "outbox",
                columns: new[] { "jurisdiction_id", "created" });

            migrationBuilder.CreateIndex(
                name: "ix_outbox_jurisdiction_id_state",
                table: "outbox",
                columns: new[] { "jurisdiction_id", "state" },
                filter: "state = 'GivenUp'");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_person_id_created",
                table: "outbox",
                columns: new[] { "person_id", "created" });

            migrationBuilder.CreateIndex(
                name: "ix_outbox_state_not_before",
                table: "outbox",
                columns: new[] { "state", "not_before" },
                filter: "state = 'Waiting'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            throw new NotSupportedException("A database is never taken back to an older version; restore a backup instead.");
    }
}
