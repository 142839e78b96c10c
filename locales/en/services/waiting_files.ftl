waiting-files = { $count ->
    [one] Got one picture or file. Which service is it for?
   *[other] Got { $count } pictures or files. Which service are they for?
 } You can also type the name of the family.
waiting-files-voice = I can’t listen to voice messages, but I can keep one with a service.
waiting-files-caption = “{ $words }”
waiting-files-row = { $whom }, { $activity }, { $day }
waiting-files-new = Report a new service
waiting-files-drop = None of these
waiting-files-dropped = { $count ->
    [one] One picture or file was set aside and not added to any service.
   *[other] { $count } pictures or files were set aside and not added to any service.
}
waiting-files-none = No pictures or files are waiting.
waiting-files-not-found = None of your services was found for “{ $search }”.
