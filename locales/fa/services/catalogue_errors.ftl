error-activity-unknown = این خدمت در فهرست نیست. لطفاً از فهرست انتخاب کنید.
