using System.IO.Compression;
using System.Text;
using Minsheng.Workflow.Runtime;
using Minsheng.Workflow.Runtime.People;
using Minsheng.Workflow.Web.People;
using Radzen.Documents.Spreadsheet;

namespace Minsheng.Workflow.Host.Tests.Web;

/// <summary>The people sheet as a file: what is written reads back, and what is hostile is not opened.</summary>
public sealed class PeopleSheetTests
{
    [Fact]
    public void What_is_written_reads_back_as_typed()
    {
        ImportLine[] lines = [new(2, "王伟", "013800000001", "a@b.cn", "县住建局", "=1+1", "角色", "人大代表", "2027-03-05", "", "第十九届", "7"), new(3, "李四")];
        PeopleSheet.Read(PeopleSheet.Write(lines)).ShouldBe(lines);
    }

    [Fact]
    public void Formulas_are_text_dates_are_days_and_columns_may_stand_in_any_order()
    {
        var book = new Workbook();
        var sheet = book.AddSheet("Sheet1", 5, 4);
        sheet.Cells[0, 0].SetValue("'起始日期");
        sheet.Cells[0, 1].SetValue("'姓名");
        sheet.Cells[0, 2].SetValue("'手机");
        sheet.Cells[1, 0].Value = new DateTime(2027, 3, 5, 0, 0, 0, DateTimeKind.Unspecified);
        sheet.Cells[1, 1].Formula = "=CONCATENATE(\"王\",\"伟\")";
        sheet.Cells[1, 2].Value = 13800000001d;
        var stream = new MemoryStream();
        book.SaveToStream(stream);

        var line = PeopleSheet.Read(stream.ToArray()).ShouldHaveSingleItem();
        line.From.ShouldBe("2027-03-05");
        line.Name.ShouldStartWith("=");
        line.Phone.ShouldBe("13800000001");
    }

    [Fact]
    public void A_zip_bomb_is_refused_before_it_is_opened()
    {
        var bomb = Zip(("xl/workbook.xml", "<workbook/>"u8.ToArray()), ("xl/worksheets/sheet1.xml", new byte[200 * 1024 * 1024]));
        bomb.Length.ShouldBeLessThan(PeopleSheet.MostBytes);
        Should.Throw<RefusedException>(() => PeopleSheet.Read(bomb)).Code.ShouldBe("file-too-big");
    }

    [Fact]
    public void What_is_no_sheet_is_refused_in_a_sentence()
    {
        Should.Throw<RefusedException>(() => PeopleSheet.Read(Encoding.UTF8.GetBytes("姓名,手机"))).Message.ShouldContain("不是 Excel 表格");
        Should.Throw<RefusedException>(() => PeopleSheet.Read(Zip(("word/document.xml", "<a/>"u8.ToArray())))).Code.ShouldBe("no-sheet");
        Should.Throw<RefusedException>(() => PeopleSheet.Read(Zip(("xl/workbook.xml", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"u8.ToArray())))).Code.ShouldBe("no-sheet");
        Should.Throw<RefusedException>(() => PeopleSheet.Read(new byte[PeopleSheet.MostBytes + 1])).Code.ShouldBe("file-too-big");
        Should.Throw<RefusedException>(() => PeopleSheet.Read(PeopleSheet.Write([]))).Code.ShouldBe("empty-sheet");
    }

    private static byte[] Zip(params (string Name, byte[] Bytes)[] parts)
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, bytes) in parts)
            {
                using var part = archive.CreateEntry(name, CompressionLevel.SmallestSize).Open();
                part.Write(bytes);
            }
        return stream.ToArray();
    }
}
