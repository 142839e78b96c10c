waiting-files = { $count ->
    [one] One picture or file has arrived. Which service is it for?
   *[other] { $count } pictures or files have arrived. Which service are they for?
 } You can also write the name of the family.
waiting-files-voice = I cannot listen to voice notes, but I can keep one with a service.
waiting-files-caption = “{ $words }”
waiting-files-row = { $whom }, { $activity }, { $day }
waiting-files-new = Report a new service
waiting-files-drop = None, set aside
waiting-files-dropped = { $count ->
    [one] One picture or file was set aside; no service has it.
   *[other] { $count } pictures or files were set aside; no service has them.
}
waiting-files-none = No picture or file is waiting.
waiting-files-not-found = No service of yours was found for “{ $search }”.
