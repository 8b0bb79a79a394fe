using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Minsheng.Workflow.Runtime.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class SizeIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_ratings_jurisdiction_id_cycle_id",
                table: "ratings",
                columns: new[] { "jurisdiction_id", "cycle_id" });

            migrationBuilder.CreateIndex(
                name: "ix_project_changes_jurisdiction_id",
                table: "project_changes",
                column: "jurisdiction_id");

            migrationBuilder.CreateIndex(
                name: "ix_findings_jurisdiction_id_state",
                table: "findings",
                columns: new[] { "jurisdiction_id", "state" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            throw new NotSupportedException("A database is never taken back to an older version; restore a backup instead.");
    }
}
