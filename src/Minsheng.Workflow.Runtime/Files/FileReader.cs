using Microsoft.EntityFrameworkCore;
using Minsheng.Workflow.Activities.Forms;
using Minsheng.Workflow.Runtime.Commits;
using Minsheng.Workflow.Runtime.Storage;

namespace Minsheng.Workflow.Runtime.Files;

internal static class FileReader
{
    /// <summary>What is wrong with the files an answer names: they must have been uploaded here, and a field of pictures takes pictures.</summary>
    public static IReadOnlyList<FieldProblem> Check(WriteSession session, string jurisdictionId, Form form, IReadOnlyDictionary<string, object?> values)
    {
        var problems = new List<FieldProblem>();
        foreach (var (field, path, id) in form.Files(values))
        {
            var file = session.First($"SELECT name, type FROM files WHERE jurisdiction_id = {jurisdictionId} AND digest = {id}", reader => new { Name = reader.GetString(0), Type = reader.GetString(1) });
            if (file is null)
                problems.Add(new FieldProblem(path, $"“{field.Label}”中有一个文件没有上传成功，请删去后重新上传。"));
            else if (field.Type is FieldType.Photo or FieldType.Signature && !file.Type.StartsWith("image/", StringComparison.Ordinal))
                problems.Add(new FieldProblem(path, $"“{field.Label}”只收 JPG、PNG 照片，“{file.Name}”不是照片。"));
        }
        return problems;
    }

    public static async Task<IReadOnlyList<FileLink>> LinksAsync(WorkflowDb db, IReadOnlyList<string> fileIds, CancellationToken cancellation)
    {
        if (fileIds.Count == 0) return [];
        var found = await db.Files.Where(row => fileIds.Contains(row.Digest)).Select(row => new FileLink(row.Digest, row.Name, row.Type, row.Size)).ToDictionaryAsync(link => link.Id, cancellation);
        return [.. fileIds.Distinct().Where(found.ContainsKey).Select(id => found[id])];
    }
}
