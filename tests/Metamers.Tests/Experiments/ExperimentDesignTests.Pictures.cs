namespace Metamers.Tests.Experiments;

public sealed partial class ExperimentDesignTests
{
    [Fact]
    public void A_picture_that_no_browser_can_show_is_refused_before_a_page_is_written()
    {
        File.WriteAllText(Stimuli[3].File, "<!doctype html><title>404</title>");
        Refused(Stimuli, Options, "is an HTML page, such as an error or log-in page saved in the picture's place");
        File.Copy(TestFiles.Golden("images/sources/cmyk.jpg"), Stimuli[3].File, overwrite: true);
        Refused(Stimuli, Options, "is a CMYK JPEG, made for printing");
        File.WriteAllBytes(Stimuli[3].File, File.ReadAllBytes(Stimuli[4].File)[..60]);
        Refused(Stimuli, Options, Stimuli[3].File);
    }

    [Fact]
    public void Pictures_of_several_sizes_are_refused()
    {
        ExperimentFiles.WritePicture(Stimuli[3].File, "larger", side: 3);
        Refused(Stimuli, Options, "has 3 × 3. A difference in size gives conditions away");
    }
}
